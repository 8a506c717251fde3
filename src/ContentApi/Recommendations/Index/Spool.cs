namespace ContentApi.Recommendations.Index;

/// <summary>
/// Rows of bytes that are set aside in a temporary file and read again in their order, any number of times. The file loses its name at
/// once, so that nothing of it is left even after a kill.
/// </summary>
internal sealed class Spool : IDisposable
{
    private readonly FileStream file;
    private readonly BinaryWriter writer;
    private readonly BinaryReader reader;

    public Spool()
    {
        var path = Path.Combine(Path.GetTempPath(), $"content-api-{Guid.CreateVersion7():N}");
        file = new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 64 * 1024,
            Options = FileOptions.DeleteOnClose,
        });
        File.Delete(path);
        (writer, reader) = (new(file), new(file));
    }

    public void Add(ReadOnlySpan<byte> row)
    {
        writer.Write(row.Length);
        writer.Write(row);
    }

    /// <summary>All rows. Nothing may be added meanwhile.</summary>
    public IEnumerable<byte[]> Read()
    {
        for (file.Position = 0; file.Position < file.Length;)
        {
            yield return reader.ReadBytes(reader.ReadInt32());
        }
    }

    public void Dispose() => file.Dispose();
}
