using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>JSON serialization context of founders.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Founder))]
[JsonSerializable(typeof(Page<Founder>))]
internal sealed partial class FounderJsonContext : JsonSerializerContext;
