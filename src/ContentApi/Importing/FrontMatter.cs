using Tomlyn.Parsing;
using Tomlyn.Syntax;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ContentApi.Importing;

/// <summary>A value of front matter with its line in the file, whatever language it was written in.</summary>
internal abstract record FrontValue(int Line);

/// <summary>A scalar as it was written; null where it says null or nothing.</summary>
internal sealed record FrontScalar(int Line, string? Text, bool IsQuoted = false) : FrontValue(Line);

internal sealed record FrontList(int Line, IReadOnlyList<FrontValue> Items) : FrontValue(Line);

internal sealed record FrontMap(int Line, IReadOnlyList<FrontMember> Members) : FrontValue(Line);

internal sealed record FrontMember(string Key, int Line, FrontValue Value);

/// <summary>Front matter is not well formed. The line is that of the file.</summary>
internal sealed class FrontMatterFault(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}

/// <summary>Parses what stands between the fences: YAML between `---`, TOML between `+++`.</summary>
internal static class FrontMatter
{
    private const int MaxCharacters = 200_000;

    public static bool IsFence(string line) => line.TrimEnd() is "---" or "+++";

    /// <param name="text">What stands between the fences.</param>
    /// <param name="isToml">Whether the fences were `+++`.</param>
    /// <param name="firstLine">Line of the file that the text starts on.</param>
    /// <exception cref="FrontMatterFault">It is not well formed.</exception>
    public static FrontMap Parse(string text, bool isToml, int firstLine)
    {
        if (text.Length > MaxCharacters)
        {
            throw new FrontMatterFault(firstLine, $"the front matter has {text.Length:N0} characters; at most {MaxCharacters:N0} are read");
        }

        return isToml ? ParseToml(text, firstLine) : ParseYaml(text, firstLine);
    }

    private static FrontMap ParseYaml(string text, int firstLine)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new FrontMatterFault((int)e.Start.Line + firstLine - 1, $"the front matter is not valid YAML: {(e.InnerException ?? e).Message}");
        }

        return yaml.Documents switch
        {
            [] => new(firstLine, []),
            [{ RootNode: YamlMappingNode root }] => (FrontMap)Convert(root, firstLine, []),
            [{ RootNode: YamlScalarNode { Value: null or "" } }] => new(firstLine, []),
            _ => throw new FrontMatterFault(firstLine, "the front matter must be a list of keys with their values"),
        };
    }

    /// <summary>An alias repeats a node; nested ones grow without bound, so none is followed.</summary>
    private static FrontValue Convert(YamlNode node, int firstLine, HashSet<YamlNode> above)
    {
        var line = (int)node.Start.Line + firstLine - 1;
        if (!above.Add(node) || !node.Anchor.IsEmpty)
        {
            throw new FrontMatterFault(line, "anchors and aliases (& and *) are not supported in front matter; quote the text if it starts with one of them");
        }

        FrontValue value = node switch
        {
            YamlScalarNode scalar => new FrontScalar(
                line,
                scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL" ? null : scalar.Value,
                scalar.Style != ScalarStyle.Plain),
            YamlSequenceNode sequence => new FrontList(line, sequence.Children.Select(child => Convert(child, firstLine, above)).ToList()),
            YamlMappingNode mapping => new FrontMap(
                line,
                mapping.Children.Select(pair => new FrontMember(
                    (pair.Key as YamlScalarNode)?.Value ?? throw new FrontMatterFault(line, "a key must be a word"),
                    (int)pair.Key.Start.Line + firstLine - 1,
                    Convert(pair.Value, firstLine, above))).ToList()),
            _ => throw new FrontMatterFault(line, "this YAML construct is not supported in front matter"),
        };
        above.Remove(node);
        return value;
    }

    private static FrontMap ParseToml(string text, int firstLine)
    {
        var document = SyntaxParser.Parse(text, validate: true);
        if (document.HasErrors)
        {
            var error = document.Diagnostics.First(diagnostic => diagnostic.Kind == DiagnosticMessageKind.Error);
            throw new FrontMatterFault(error.Span.Start.Line + firstLine, $"the front matter is not valid TOML: {error.Message}");
        }

        var root = new TomlTable(firstLine);
        foreach (var pair in document.KeyValues)
        {
            Set(root, pair, firstLine);
        }

        foreach (var table in document.Tables)
        {
            var line = table.Span.Start.Line + firstLine;
            var target = Descend(root, Names(table.Name!), line, isArray: table is TableArraySyntax);
            foreach (var pair in table.Items.OfType<KeyValueSyntax>())
            {
                Set(target, pair, firstLine);
            }
        }

        return root.ToMap();
    }

    private static void Set(TomlTable table, KeyValueSyntax pair, int firstLine)
    {
        var names = Names(pair.Key!);
        var line = pair.Span.Start.Line + firstLine;
        Descend(table, names[..^1], line, isArray: false).Entries[names[^1]] = (line, Convert(pair.Value!, firstLine));
    }

    private static TomlTable Descend(TomlTable table, string[] names, int line, bool isArray)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var append = isArray && i == names.Length - 1;
            if (!table.Entries.TryGetValue(names[i], out var entry))
            {
                entry = (line, append ? new List<TomlTable>() : new TomlTable(line));
                table.Entries[names[i]] = entry;
            }

            if (append && entry.Value is List<TomlTable> array)
            {
                array.Add(new TomlTable(line));
            }

            table = entry.Value as TomlTable ?? (entry.Value as List<TomlTable>)?[^1] ?? throw new FrontMatterFault(line, $"'{names[i]}' is no table");
        }

        return table;
    }

    private static FrontValue Convert(ValueSyntax value, int firstLine)
    {
        var line = value.Span.Start.Line + firstLine;
        return value switch
        {
            StringValueSyntax text => new FrontScalar(line, text.Value, IsQuoted: true),
            ArraySyntax array => new FrontList(line, array.Items.Select(item => Convert(item.Value!, firstLine)).ToList()),
            InlineTableSyntax table => Inline(table),
            _ => new FrontScalar(line, value.ToString().Trim()),
        };

        FrontMap Inline(InlineTableSyntax table)
        {
            var inline = new TomlTable(line);
            foreach (var item in table.Items)
            {
                Set(inline, item.KeyValue!, firstLine);
            }

            return inline.ToMap();
        }
    }

    private static string[] Names(KeySyntax key) => [Name(key.Key!), .. key.DotKeys.Select(dotted => Name(dotted.Key!))];

    private static string Name(BareKeyOrStringValueSyntax key) =>
        key is StringValueSyntax text ? text.Value ?? "" : key.ToString().Trim();

    /// <summary>A TOML table while it is put together: values, tables, arrays of tables.</summary>
    private sealed class TomlTable(int line)
    {
        public Dictionary<string, (int Line, object Value)> Entries { get; } = new(StringComparer.Ordinal);

        public FrontMap ToMap() => new(line, Entries.Select(entry => new FrontMember(entry.Key, entry.Value.Line, entry.Value.Value switch
        {
            TomlTable table => table.ToMap(),
            List<TomlTable> array => new FrontList(entry.Value.Line, array.ConvertAll(FrontValue (table) => table.ToMap())),
            var other => (FrontValue)other,
        })).ToList());
    }
}
