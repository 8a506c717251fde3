namespace ContentApi.Delivery.Search;

/// <summary>A founder or topic in a facet: its id, its slug (the facet value), and its name.</summary>
internal sealed record FacetName(Guid Id, string Value, string Name);
