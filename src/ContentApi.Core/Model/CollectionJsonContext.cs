using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>JSON serialization context of collections.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Collection))]
[JsonSerializable(typeof(CollectionDocument))]
[JsonSerializable(typeof(Page<Card>))]
[JsonSerializable(typeof(Page<Collection>))]
internal sealed partial class CollectionJsonContext : JsonSerializerContext;
