namespace ContentApi.Delivery.Search;

/// <summary>The value and name of a founder or topic, by its id.</summary>
internal sealed record FacetName(Guid Id, string Value, string Name);
