namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// Stores rows of bytes for reading in order or by offset: in memory up to 1 MB, then in a temporary file. The file is unlinked at once, so
/// that nothing remains even after the process is killed. Not safe for concurrent use.
/// </summary>
/// <param name="folder">The folder of the temporary file, or null for the system's temporary folder.</param>
internal sealed class SpillFile(string? folder = null) : IDisposable
{
    /// <summary>The size in bytes up to which rows stay in memory, so that a small library does not touch the disk.</summary>
    private const int MaxBytesInMemory = 1024 * 1024;

    private Stream rows = new MemoryStream();

    /// <summary>Appends a row and returns its offset.</summary>
    public long Append(ReadOnlySpan<byte> row)
    {
        if (rows is MemoryStream { Length: > MaxBytesInMemory } memory)
        {
            var file = CreateTemporaryFile();
            memory.WriteTo(file);
            rows = file; // assigned last, so that the rows are kept if the disk is full
        }

        Span<byte> length = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(length, row.Length);
        var offset = rows.Seek(0, SeekOrigin.End);
        rows.Write(length);
        rows.Write(row);
        return offset;
    }

    /// <summary>Returns all rows in order. Do not add rows during the enumeration.</summary>
    public IEnumerable<byte[]> Read()
    {
        for (rows.Position = 0; rows.Position < rows.Length;)
        {
            yield return Read(rows.Position);
        }
    }

    /// <summary>Returns the row at an offset.</summary>
    public byte[] Read(long offset)
    {
        rows.Position = offset;
        Span<byte> length = stackalloc byte[sizeof(int)];
        rows.ReadExactly(length);
        var row = new byte[BitConverter.ToInt32(length)];
        rows.ReadExactly(row);
        return row;
    }

    public void Dispose() => rows.Dispose();

    private FileStream CreateTemporaryFile()
    {
        var path = Path.Combine(folder ?? Path.GetTempPath(), $"content-api-{Guid.CreateVersion7():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 8 * 1024, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }
}
