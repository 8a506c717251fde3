using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>Pre-serialized JSON of a <typeparamref name="T"/>, written to the response as is, without parsing.</summary>
[JsonConverter(typeof(RawJsonConverterFactory))]
public sealed record RawJson<T>(ReadOnlyMemory<byte> Utf8);

internal sealed class RawJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(RawJson<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(RawJsonConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
}

internal sealed class RawJsonConverter<T> : JsonConverter<RawJson<T>>
{
    public override RawJson<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson<T>(JsonSerializer.SerializeToUtf8Bytes(document.RootElement, options));
    }

    public override void Write(Utf8JsonWriter writer, RawJson<T> value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}
