using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ContentApi.Core.Model;

/// <summary>Serializes JSON for responses: camelCase, UTF-8 with relaxed escaping, source-generated.</summary>
internal static class RelaxedJson
{
    private static readonly JsonWriterOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a value with its source-generated serialization code, directly to the buffer.</summary>
    /// <remarks>
    /// JsonSerializer would bypass that code because the options set an encoder. Here the encoder is set on the writer instead.
    /// </remarks>
    public static void Write<T>(IBufferWriter<byte> to, T value, JsonTypeInfo<T> type)
    {
        using var json = new Utf8JsonWriter(to, AsItIs);
        type.SerializeHandler!(json, value);
    }

    /// <summary>Serializes a value to a new byte array.</summary>
    public static byte[] Utf8<T>(T value, JsonTypeInfo<T> type)
    {
        using var body = new PooledBuffer();
        Write(body, value, type);
        return body.Written.ToArray();
    }
}
