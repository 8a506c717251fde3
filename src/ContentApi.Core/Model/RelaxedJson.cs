using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ContentApi.Core.Model;

/// <summary>JSON on the wire: camelCase, UTF-8 with text as it is, source-generated.</summary>
internal static class RelaxedJson
{
    private static readonly JsonWriterOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>
    /// Writes a value by the generated code, straight to the writer. JsonSerializer would pass it by, because of the options' own encoder,
    /// which here is the writer's.
    /// </summary>
    public static void Write<T>(IBufferWriter<byte> to, T value, JsonTypeInfo<T> type)
    {
        using var json = new Utf8JsonWriter(to, AsItIs);
        type.SerializeHandler!(json, value);
    }

    /// <summary>The same as bytes of their own.</summary>
    public static byte[] Utf8<T>(T value, JsonTypeInfo<T> type)
    {
        using var body = new PooledBuffer();
        Write(body, value, type);
        return body.Written.ToArray();
    }
}
