using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Drafts;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<Draft>))]
[JsonSerializable(typeof(Page<DraftVersion>))]
[JsonSerializable(typeof(VersionDiff))]
[JsonSerializable(typeof(StoryDocument))]
internal sealed partial class DraftJsonContext : JsonSerializerContext;
