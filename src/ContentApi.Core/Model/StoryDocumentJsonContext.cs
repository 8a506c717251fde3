using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>JSON serialization context of documents as they are stored, compared and sent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoryDocument))]
[JsonSerializable(typeof(IReadOnlyList<TakeawayDocument>))]
internal sealed partial class StoryDocumentJsonContext : JsonSerializerContext;
