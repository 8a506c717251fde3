namespace ContentApi.Core.Model;

/// <summary>What can become of a body. It is limited in bytes, and what it says is made of these.</summary>
internal static class BodyLimits
{
    /// <summary>Bytes of Markdown, and so the most sections, blocks, items or spans.</summary>
    public const int Bytes = 1_000_000;

    /// <summary>Characters of one text of it: no more than its bytes, where a tab may become four spaces.</summary>
    public const int Text = 4 * Bytes;

    /// <summary>Characters of all its links' addresses: twice what can be written out, where a few are referred to again and again.</summary>
    public const int Addresses = 2 * Bytes;

    /// <summary>Characters of the whole in another form, in which marks, addresses and escapes repeat: PostgreSQL's limit of a text.</summary>
    public const int Rendered = 1_073_741_823;
}
