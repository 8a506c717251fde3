namespace ContentApi.Core.Text;

/// <summary>A comment in a text: the position after it, and whether it is closed. An unclosed comment ends with the text.</summary>
internal readonly record struct CommentMatch(int End, bool IsClosed);
