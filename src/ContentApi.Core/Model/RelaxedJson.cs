using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ContentApi.Core.Model;

/// <summary>Serializes JSON for responses: camelCase, UTF-8 with relaxed escaping, source-generated.</summary>
internal static class RelaxedJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a value to the buffer with the source-generated serialization code of its type.</summary>
    /// <remarks>
    /// JsonSerializer does not use this code if the serializer options set an encoder. This method sets the encoder on the writer instead.
    /// </remarks>
    public static void Write<T>(IBufferWriter<byte> output, T value, JsonTypeInfo<T> typeInfo)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        typeInfo.SerializeHandler!(writer, value);
    }

    /// <summary>Serializes a value to a new byte array.</summary>
    public static byte[] SerializeToUtf8Bytes<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        using var buffer = new PooledBuffer();
        Write(buffer, value, typeInfo);
        return buffer.WrittenMemory.ToArray();
    }
}
