using System.ComponentModel.DataAnnotations;

namespace ContentApi.Web.ResponseCache;

/// <summary>Configuration section `Cache`: the in-memory response cache of this node.</summary>
internal sealed class CacheOptions
{
    /// <summary>
    /// The maximum total size of stored responses, in megabytes; 0 disables the cache. The default holds 10,000 Brotli-encoded stories of
    /// 10 KB of text each. The memory of the process is several times this limit.
    /// </summary>
    [Range(0, 100_000, ErrorMessage = "must be a whole number from {1} to {2}")]
    public int SizeLimitMegabytes { get; init; } = 80;
}
