using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ContentApi.Core.Model;

/// <summary>JSON serialization context of documents as they are stored, compared and sent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoryDocument))]
[JsonSerializable(typeof(IReadOnlyList<TakeawayDocument>))]
internal sealed partial class StoryDocumentJsonContext : JsonSerializerContext;

/// <summary>Reads an RFC 3339 instant with an offset and writes it in UTC.</summary>
internal sealed partial class InstantConverter : JsonConverter<DateTimeOffset?>
{
    /// <summary>The first year that is rejected, because the latest possible instant is stored as PostgreSQL's infinity.</summary>
    public const int EndOfTime = 9000;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null
        : reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && Shape().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant) && instant.Year < EndOfTime ? instant
        : throw new JsonException("must be an instant with its offset, such as 2025-08-26T06:00:00Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } instant)
        {
            writer.WriteStringValue(instant.UtcDateTime);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
