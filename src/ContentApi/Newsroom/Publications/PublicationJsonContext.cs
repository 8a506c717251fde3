using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Publications;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PublicationStatus))]
[JsonSerializable(typeof(Schedule))]
internal sealed partial class PublicationJsonContext : JsonSerializerContext;
