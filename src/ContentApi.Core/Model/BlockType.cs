namespace ContentApi.Core.Model;

/// <summary>Names of block types in JSON.</summary>
internal static class BlockType
{
    public const string Paragraph = "paragraph";
    public const string Heading = "heading";
    public const string Quote = "quote";
    public const string List = "list";
    public const string Image = "image";
    public const string Code = "code";
    public const string Divider = "divider";
    public const string Table = "table";
    public const string Embed = "embed";
    public const string Footnotes = "footnotes";
}
