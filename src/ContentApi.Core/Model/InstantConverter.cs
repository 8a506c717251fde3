using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>Reads an RFC 3339 instant with an offset and writes it in UTC.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset?>
{
    /// <summary>The first year that is rejected. This avoids the end of the year 9999, which Npgsql stores as infinity.</summary>
    public const int FirstRejectedYear = 9000;

    /// <summary>Parses an RFC 3339 instant that can be stored.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant) => Rfc3339.TryParse(text, out instant) && instant.Year < FirstRejectedYear;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null
        : reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out var instant) ? instant
        : throw new JsonException("must be an RFC 3339 date-time with an offset, such as 2025-08-26T06:00:00Z.");

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
}
