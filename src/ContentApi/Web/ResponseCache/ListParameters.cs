namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Endpoint metadata with the names of the query parameters that are lists. Such a parameter may be repeated, which is equivalent to one
/// comma-separated value.
/// </summary>
internal sealed record ListParameters(IReadOnlySet<string> Names);
