using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>How sections and images are stored: the bytes that delivery writes through.</summary>
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
