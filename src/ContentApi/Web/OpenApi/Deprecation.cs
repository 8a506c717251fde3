namespace ContentApi.Web.OpenApi;

/// <summary>On an endpoint: it will go, or one of its parameters will.</summary>
/// <param name="Since">From when on nobody should use it any more.</param>
/// <param name="Sunset">When it will be gone.</param>
/// <param name="Instead">What to use instead, as a sentence of the contract.</param>
/// <param name="Parameter">The parameter of the query, where it is not the whole operation.</param>
internal sealed record Deprecation(DateTimeOffset Since, DateTimeOffset Sunset, string Instead, string? Parameter = null);
