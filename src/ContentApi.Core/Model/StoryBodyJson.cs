using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>JSON serialization context of sections and images as stored. Delivery writes the stored bytes unchanged.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Section>))]
[JsonSerializable(typeof(Block))]
[JsonSerializable(typeof(Image))]
internal sealed partial class StoryBodyJson : JsonSerializerContext
{
    public static StoryBodyJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
