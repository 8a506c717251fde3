using System.Text.Json.Serialization;

namespace ContentApi.Newsroom.Imports;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImportResult))]
internal sealed partial class ImportJsonContext : JsonSerializerContext;
