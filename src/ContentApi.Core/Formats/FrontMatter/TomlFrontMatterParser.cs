using System.Text.RegularExpressions;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>Parses TOML. Tomlyn limits the nesting of values; this class limits the nesting of dotted keys.</summary>
internal static partial class TomlFrontMatterParser
{
    /// <summary>Parses the text between the fences.</summary>
    /// <exception cref="FrontMatterException">The front matter is not well formed, or is nested too deeply.</exception>
    public static FrontMatterMap Parse(string text, int firstLine)
    {
        try
        {
            return ParseDocument(text, firstLine);
        }
        catch (Exception e) when (e is not FrontMatterException)
        {
            // Tomlyn documents only TomlException, but invalid text causes other exceptions as well.
            throw new FrontMatterException(firstLine + ((e as TomlException)?.Line - 1 ?? FindTooDeepLine(text)), $"the front matter is not valid TOML: {e.Message}");
        }
    }

    /// <summary>
    /// Returns the line, counted from 0, on which the brackets exceed the nesting limit, or 0. Tomlyn's exception has no line in this case.
    /// </summary>
    private static int FindTooDeepLine(string text)
    {
        var (line, depth) = (0, 0);
        foreach (var c in text)
        {
            line += c == '\n' ? 1 : 0;
            depth += c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
            if (depth > FrontMatterParser.MaxDepth)
            {
                return line;
            }
        }

        return 0;
    }

    private static FrontMatterMap ParseDocument(string text, int firstLine)
    {
        var document = SyntaxParser.Parse(ExcessDecimalsRegex().Replace(text, ""), validate: true);
        if (document.HasErrors)
        {
            var error = document.Diagnostics.First(diagnostic => diagnostic.Kind == DiagnosticMessageKind.Error);
            throw new FrontMatterException(error.Span.Start.Line + firstLine, $"the front matter is not valid TOML: {error.Message}");
        }

        var root = new TomlTable(firstLine);
        foreach (var pair in document.KeyValues)
        {
            SetValue(root, pair, firstLine);
        }

        foreach (var table in document.Tables)
        {
            var line = table.Span.Start.Line + firstLine;
            var target = GetOrAddTable(root, GetKeyNames(table.Name!, line), line, isArray: table is TableArraySyntax);
            foreach (var pair in table.Items.OfType<KeyValueSyntax>())
            {
                SetValue(target, pair, firstLine);
            }
        }

        return root.ToMap();
    }

    /// <summary>Matches the decimals of a date-time beyond the seven that Tomlyn accepts. They are cut off.</summary>
    [GeneratedRegex(
        @"(?<=^[^#=\n]{1,100}=[ \t]*[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{7})[0-9]{1,31}(?![0-9])",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExcessDecimalsRegex();

    private static void SetValue(TomlTable table, KeyValueSyntax pair, int firstLine)
    {
        var line = pair.Span.Start.Line + firstLine;
        var names = GetKeyNames(pair.Key!, line);
        GetOrAddTable(table, names[..^1], line, isArray: false).Entries[names[^1]] = (line, Convert(pair.Value!, firstLine));
    }

    private static TomlTable GetOrAddTable(TomlTable table, string[] names, int line, bool isArray)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var appendsTable = isArray && i == names.Length - 1;
            if (!table.Entries.TryGetValue(names[i], out var entry))
            {
                entry = (line, appendsTable ? new List<TomlTable>() : new TomlTable(line));
                table.Entries[names[i]] = entry;
            }

            if (appendsTable && entry.Value is List<TomlTable> array)
            {
                array.Add(new TomlTable(line));
            }

            table = entry.Value as TomlTable ?? (entry.Value as List<TomlTable>)?[^1] ?? throw new FrontMatterException(line, $"'{names[i]}' is not a table");
        }

        return table;
    }

    private static FrontMatterValue Convert(ValueSyntax value, int firstLine)
    {
        var line = value.Span.Start.Line + firstLine;
        return value switch
        {
            StringValueSyntax text => new FrontMatterScalar(line, text.Value),
            ArraySyntax array => new FrontMatterList(line, array.Items.Select(item => Convert(item.Value!, firstLine)).ToList()),
            InlineTableSyntax table => ConvertTable(table),
            _ => new FrontMatterScalar(line, value.ToString().Trim()),
        };

        FrontMatterMap ConvertTable(InlineTableSyntax table)
        {
            var inlineTable = new TomlTable(line);
            foreach (var item in table.Items)
            {
                SetValue(inlineTable, item.KeyValue!, firstLine);
            }

            return inlineTable.ToMap();
        }
    }

    /// <summary>Returns the names in a dotted key. Each name is a level of nesting.</summary>
    private static string[] GetKeyNames(KeySyntax key, int line) =>
        key.DotKeys.ChildrenCount < FrontMatterParser.MaxDepth
            ? [GetKeyName(key.Key!), .. key.DotKeys.Select(dottedKey => GetKeyName(dottedKey.Key!))]
            : throw FrontMatterParser.CreateTooDeepException(line);

    private static string GetKeyName(BareKeyOrStringValueSyntax key) =>
        key is StringValueSyntax text ? text.Value ?? "" : key.ToString().Trim();

    /// <summary>A TOML table under construction. Each entry is a value, a table or an array of tables.</summary>
    private sealed class TomlTable(int line)
    {
        public Dictionary<string, (int Line, object Value)> Entries { get; } = new(StringComparer.Ordinal);

        public FrontMatterMap ToMap() => new(line, Entries.Select(entry => new FrontMatterMember(entry.Key, entry.Value.Line, entry.Value.Value switch
        {
            TomlTable table => table.ToMap(),
            List<TomlTable> array => new FrontMatterList(entry.Value.Line, array.ConvertAll(FrontMatterValue (table) => table.ToMap())),
            var other => (FrontMatterValue)other,
        })).ToList());
    }
}
