namespace ContentApi.Web.ResponseCache;

/// <summary>Request feature that marks a 304 from the response cache, for which no endpoint ran.</summary>
internal sealed class ResponseCacheHit
{
    public static readonly ResponseCacheHit Instance = new();

    private ResponseCacheHit()
    {
    }
}
