using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Drafts;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<Draft>))]
[JsonSerializable(typeof(Page<DraftVersion>))]
[JsonSerializable(typeof(VersionDiff))]
[JsonSerializable(typeof(StoryDocument))]
[JsonSerializable(typeof(SavedDraft))]
internal sealed partial class DraftJsonContext : JsonSerializerContext
{
    public static DraftJsonContext Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
