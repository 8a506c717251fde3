using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>Parses YAML event by event, which bounds depth and size during parsing.</summary>
/// <remarks>The node tree of YamlDotNet would overflow the stack on many open brackets, and be very slow on many closed ones.</remarks>
internal sealed class YamlFrontMatterParser
{
    /// <summary>
    /// Maximum number of YAML events; each key and each value is one. Front matter at all limits (50 takeaways, 20 recommendations, 20
    /// topics) has about 1,000.
    /// </summary>
    private const int MaxEvents = 20_000;

    private readonly Parser parser;
    private readonly int firstLine;
    private readonly CancellationToken cancellationToken;
    private int events;

    public YamlFrontMatterParser(string text, int firstLine, CancellationToken cancellationToken) =>
        (parser, this.firstLine, this.cancellationToken) = (new Parser(new StringReader(text)), firstLine, cancellationToken);

    public FrontMatterMap Parse()
    {
        try
        {
            return Document();
        }
        catch (YamlException e)
        {
            throw new FrontMatterException(Line(e.Start), $"the front matter is not valid YAML: {(e.InnerException ?? e).Message}");
        }
        catch (Exception e) when (e is not (FrontMatterException or OperationCanceledException))
        {
            // For a bracket that is not closed, YamlDotNet throws its stack's InvalidOperationException and similar exceptions.
            throw new FrontMatterException(Line(parser.Current?.End ?? Mark.Empty), $"the front matter is not valid YAML; is there a bracket or quote that is not closed? ({e.Message})");
        }
    }

    private FrontMatterMap Document()
    {
        Next(); // the start of the stream
        if (Next() is StreamEnd)
        {
            return new(firstLine, []);
        }

        var root = Value(Next(), depth: 0);
        Next(); // the end of the document
        return Next() is not StreamEnd ? throw NoMap()
            : root is FrontMatterScalar { Text: null } ? new(firstLine, [])
            : root as FrontMatterMap ?? throw NoMap();
    }

    private FrontMatterValue Value(ParsingEvent start, int depth)
    {
        var line = Line(start.Start);
        if (depth > FrontMatterParser.MaxDepth)
        {
            throw FrontMatterParser.TooDeep(line);
        }

        // Nested aliases expand without bound, so aliases are rejected.
        if (start is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
        {
            throw new FrontMatterException(line, "anchors and aliases (& and *) are not supported in front matter; quote the text if it starts with one of them");
        }

        return start switch
        {
            Scalar scalar => new FrontMatterScalar(line, scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" } ? null : scalar.Value),
            SequenceStart => new FrontMatterList(line, Items(depth)),
            MappingStart => new FrontMatterMap(line, Members(depth)),
            _ => throw new FrontMatterException(line, "this YAML construct is not supported in front matter"),
        };
    }

    private List<FrontMatterValue> Items(int depth)
    {
        List<FrontMatterValue> items = [];
        for (var next = Next(); next is not SequenceEnd; next = Next())
        {
            items.Add(Value(next, depth + 1));
        }

        return items;
    }

    private List<FrontMatterMember> Members(int depth)
    {
        List<FrontMatterMember> members = [];
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var next = Next(); next is not MappingEnd; next = Next())
        {
            var line = Line(next.Start);
            var key = (Value(next, depth + 1) as FrontMatterScalar)?.Text ?? throw new FrontMatterException(line, "a key must be a word");
            if (!keys.Add(key))
            {
                throw new FrontMatterException(line, $"the front matter is not valid YAML: the key '{key}' is given twice");
            }

            members.Add(new(key, line, Value(Next(), depth + 1)));
        }

        return members;
    }

    private ParsingEvent Next()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (++events > MaxEvents)
        {
            throw new FrontMatterException(Line(parser.Current!.Start), $"the front matter has more than {MaxEvents:N0} keys, values and brackets");
        }

        return parser.MoveNext() ? parser.Current! : throw NoMap();
    }

    private FrontMatterException NoMap() => new(firstLine, "the front matter must be a list of keys with their values");

    private int Line(Mark mark) => Math.Max((int)mark.Line, 1) + firstLine - 1;
}
