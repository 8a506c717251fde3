using ContentApi.Core.Model;

namespace ContentApi.Web.Security;

/// <summary>
/// Endpoint metadata: the scope that the caller's API key must have, or null if no key is required. The last one of an endpoint applies.
/// </summary>
internal sealed record RequiredScope(Scope? Scope);
