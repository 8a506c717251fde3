namespace ContentApi.Web.ResponseCache;

/// <summary>Marks an endpoint that delivers published content, with the same response for every caller.</summary>
internal sealed class DeliveryEndpoint;
