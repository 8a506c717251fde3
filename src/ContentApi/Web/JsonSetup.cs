using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace ContentApi.Web;

/// <summary>Registers source-generated JSON serializers.</summary>
internal static class JsonSetup
{
    /// <summary>Adds the source-generated serializers of a resource's JSON records.</summary>
    public static IServiceCollection AddJsonContext(this IServiceCollection services, JsonSerializerContext context) =>
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, context);
        });
}
