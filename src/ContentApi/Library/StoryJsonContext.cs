using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Library;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Card))]
[JsonSerializable(typeof(Story))]
[JsonSerializable(typeof(StoryBatch))]
[JsonSerializable(typeof(StoryJsonBatch))]
[JsonSerializable(typeof(Page<RawJson<Card>>))]
internal sealed partial class StoryJsonContext : JsonSerializerContext;
