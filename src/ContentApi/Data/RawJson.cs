using System.Data;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;

namespace ContentApi.Data;

/// <summary>JSON of a <typeparamref name="T"/> that is stored finished: it is written through as it is, never parsed on the way out.</summary>
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

/// <summary>How Dapper reads a <see cref="RawJson{T}"/>: bytes where the query converts them (large bodies), else text.</summary>
internal sealed class RawJsonHandler<T> : SqlMapper.TypeHandler<RawJson<T>>
{
    /// <summary>Makes it known to Dapper, which keeps its handlers for the whole process.</summary>
    public static void Register() => SqlMapper.AddTypeHandler(new RawJsonHandler<T>());

    public override void SetValue(IDbDataParameter parameter, RawJson<T>? value) =>
        parameter.Value = value is null ? DBNull.Value : Encoding.UTF8.GetString(value.Utf8.Span);

    public override RawJson<T> Parse(object value) =>
        new(value is byte[] utf8 ? utf8 : Encoding.UTF8.GetBytes((string)value));
}
