using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Previews;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PreviewLink))]
[JsonSerializable(typeof(Page<PreviewLink>))]
internal sealed partial class PreviewJsonContext : JsonSerializerContext;
