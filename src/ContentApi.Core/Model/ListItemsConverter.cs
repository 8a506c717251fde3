using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>
/// Reads and writes the items of a list. Also reads the former stored format, in which an item is an array of spans, and the items of other blocks are null: until `migrate` has
/// rendered a story again, its stored body has this format.
/// </summary>
internal sealed class ListItemsConverter : JsonConverter<IReadOnlyList<ListItem>>
{
    public override bool HandleNull => true;

    public override IReadOnlyList<ListItem> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return [];
        }

        List<ListItem> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(reader.TokenType == JsonTokenType.StartArray
                ? new() { Spans = JsonSerializer.Deserialize(ref reader, StoryBodyJsonContext.Relaxed.IReadOnlyListSpan)!, Children = [] }
                : JsonSerializer.Deserialize(ref reader, StoryBodyJsonContext.Relaxed.ListItem)!);
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<ListItem> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
        {
            JsonSerializer.Serialize(writer, item, StoryBodyJsonContext.Relaxed.ListItem);
        }

        writer.WriteEndArray();
    }
}
