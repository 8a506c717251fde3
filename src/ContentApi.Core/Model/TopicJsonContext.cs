using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>JSON serialization context of topics.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Topic))]
[JsonSerializable(typeof(Page<Topic>))]
internal sealed partial class TopicJsonContext : JsonSerializerContext;
