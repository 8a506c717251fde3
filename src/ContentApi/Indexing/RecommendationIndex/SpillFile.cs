namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// Rows of bytes that are set aside, and read again in their order, or by their places: the first megabyte in memory, more of them in a
/// temporary file. It loses its name at once, so that nothing of it is left even after a kill. One thread at a time.
/// </summary>
/// <param name="folder">Where that file is; null: where the system has such files.</param>
internal sealed class SpillFile(string? folder = null) : IDisposable
{
    /// <summary>What a small library needs: it never touches the disk.</summary>
    private const int InMemory = 1024 * 1024;

    private Stream rows = new MemoryStream();

    /// <summary>Adds a row at the end, and says its place.</summary>
    public long Add(ReadOnlySpan<byte> row)
    {
        if (rows is MemoryStream { Length: > InMemory } memory)
        {
            var file = Temporary();
            memory.WriteTo(file);
            rows = file; // not before: where there is no room, what was set aside stays where it is
        }

        Span<byte> length = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(length, row.Length);
        var place = rows.Seek(0, SeekOrigin.End);
        rows.Write(length);
        rows.Write(row);
        return place;
    }

    /// <summary>All rows. Nothing may be added meanwhile.</summary>
    public IEnumerable<byte[]> Read()
    {
        for (rows.Position = 0; rows.Position < rows.Length;)
        {
            yield return Read(rows.Position);
        }
    }

    /// <summary>The row at a place.</summary>
    public byte[] Read(long place)
    {
        rows.Position = place;
        Span<byte> length = stackalloc byte[sizeof(int)];
        rows.ReadExactly(length);
        var row = new byte[BitConverter.ToInt32(length)];
        rows.ReadExactly(row);
        return row;
    }

    public void Dispose() => rows.Dispose();

    private FileStream Temporary()
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
