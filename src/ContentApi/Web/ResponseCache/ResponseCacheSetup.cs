using ContentApi.Data;

namespace ContentApi.Web.ResponseCache;

internal static class ResponseCacheSetup
{
    public static void AddResponseCache(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<CacheOptions>("Cache");
        builder.Services.AddSingleton<ResponseCacheStore>();
    }
}
