using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace ContentApi.Http;

/// <summary>JSON on the wire: camelCase, UTF-8 with text as it is, source-generated.</summary>
internal static class Json
{
    /// <summary>Adds a noun's wire records.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services, JsonSerializerContext records) =>
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, records);
        });
}
