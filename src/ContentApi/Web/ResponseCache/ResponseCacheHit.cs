namespace ContentApi.Web.ResponseCache;

/// <summary>A request feature: the response is a 304 that came from the response cache, without running an endpoint.</summary>
internal sealed class ResponseCacheHit
{
    public static readonly ResponseCacheHit Instance = new();

    private ResponseCacheHit()
    {
    }
}
