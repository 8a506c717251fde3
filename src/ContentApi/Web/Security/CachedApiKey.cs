namespace ContentApi.Web.Security;

/// <summary>An API key in the cache of a node. It may have expired.</summary>
internal sealed record CachedApiKey(Caller Caller, byte[] Hash, DateTime? ExpiresAt, int? RateLimit, ApiKeyUsage Usage);
