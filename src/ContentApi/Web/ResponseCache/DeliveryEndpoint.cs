namespace ContentApi.Web.ResponseCache;

/// <summary>On an endpoint: it delivers what is published, the same to all.</summary>
internal sealed class DeliveryEndpoint;
