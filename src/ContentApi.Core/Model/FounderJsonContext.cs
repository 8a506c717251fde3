using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Founder))]
[JsonSerializable(typeof(Page<Founder>))]
internal sealed partial class FounderJsonContext : JsonSerializerContext;
