using System.Text;
using Markdig.Syntax;

namespace ContentApi.Core.Formats.Body;

/// <summary>Reads the text of a code block.</summary>
internal static class CodeText
{
    /// <summary>
    /// Returns the lines of a code block. In a list item, Markdig removes the indentation of a fence twice, so that code would lose its own
    /// indentation. The removed spaces are those between the column of the fence and the column of the line.
    /// </summary>
    public static string Read(CodeBlock code)
    {
        if (code is not FencedCodeBlock { Column: > 0 } fence)
        {
            return code.Lines.ToString();
        }

        var text = new StringBuilder();
        for (var i = 0; i < code.Lines.Count; i++)
        {
            var line = code.Lines.Lines[i];
            var removed = line.Column - fence.Column;
            text.Append(i == 0 ? "" : "\n");
            if (removed > 0 && line.Slice.Start >= removed && !line.Slice.Text.AsSpan(line.Slice.Start - removed, removed).ContainsAnyExcept(' '))
            {
                text.Append(' ', removed);
            }

            text.Append(line.Slice.AsSpan());
        }

        return text.ToString();
    }
}
