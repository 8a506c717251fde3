using ContentApi.Data;

namespace ContentApi.Web.ResponseCache;

internal static class ResponseCacheSetup
{
    public static void AddCaching(this WebApplicationBuilder builder)
    {
        builder.AddSettings<CacheOptions>("Cache");
        builder.Services.AddSingleton<ResponseCacheStore>();
    }
}
