using System.Buffers;

namespace ContentApi.Core.Model;

/// <summary>A growing byte buffer rented from the shared array pool.</summary>
/// <remarks>Responses are buffered because their entity tag, which is sent before the body, is a hash of the whole body.</remarks>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int writtenCount;

    public ReadOnlyMemory<byte> WrittenMemory => buffer.AsMemory(0, writtenCount);

    public void Advance(int count) => writtenCount += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureCapacity(sizeHint);
        return buffer.AsMemory(writtenCount);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureCapacity(sizeHint);
        return buffer.AsSpan(writtenCount);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private void EnsureCapacity(int sizeHint)
    {
        if (buffer.Length - writtenCount >= Math.Max(sizeHint, 1))
        {
            return;
        }

        var largerBuffer = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, writtenCount + sizeHint));
        buffer.AsSpan(0, writtenCount).CopyTo(largerBuffer);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = largerBuffer;
    }
}
