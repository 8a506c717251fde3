using System.ComponentModel.DataAnnotations;

namespace ContentApi.Web.ResponseCache;

/// <summary>Configuration section `Cache`: finished answers in this node's memory.</summary>
internal sealed class CacheOptions
{
    /// <summary>
    /// How much memory finished answers may take: 10,000 stories of 10 KB of text take 64 MB as Brotli, 210 plain. With a limit of 80,
    /// a process that was asked for all of them in both takes 270 MB (as `compose.yaml` starts it). 0: none are kept, and every answer is made anew.
    /// </summary>
    [Range(0, 100_000, ErrorMessage = "must be a whole number from {1} to {2}")]
    public int SizeLimitMegabytes { get; init; } = 80;
}
