using System.Text.Json.Serialization;

namespace ContentApi.Syndication.Changes;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChangeList))]
internal sealed partial class ChangeJsonContext : JsonSerializerContext;
