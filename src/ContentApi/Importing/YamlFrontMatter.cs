using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ContentApi.Importing;

/// <summary>
/// Reads YAML event by event, so that depth and number are bounded while the parser works: its own tree of nodes overflows the stack
/// at 90,000 open brackets, and takes a minute for 20,000 closed ones.
/// </summary>
internal sealed class YamlFrontMatter
{
    /// <summary>Front matter at all limits (50 takeaways, 20 recommendations, 20 topics) has about 1,000: each key and each value is one.</summary>
    private const int MaxEvents = 20_000;

    private readonly Parser parser;
    private readonly int firstLine;
    private readonly CancellationToken cancellationToken;
    private int events;

    public YamlFrontMatter(string text, int firstLine, CancellationToken cancellationToken) =>
        (parser, this.firstLine, this.cancellationToken) = (new Parser(new StringReader(text)), firstLine, cancellationToken);

    public FrontMap Parse()
    {
        try
        {
            return Document();
        }
        catch (YamlException e)
        {
            throw new FrontMatterFault(Line(e.Start), $"the front matter is not valid YAML: {(e.InnerException ?? e).Message}");
        }
        catch (Exception e) when (e is not (FrontMatterFault or OperationCanceledException))
        {
            // The parser lets its stack's InvalidOperationException and the like out where a bracket is not closed.
            throw new FrontMatterFault(Line(parser.Current?.End ?? Mark.Empty), $"the front matter is not valid YAML; is there a bracket or quote that is not closed? ({e.Message})");
        }
    }

    private FrontMap Document()
    {
        Next(); // the start of the stream
        if (Next() is StreamEnd)
        {
            return new(firstLine, []);
        }

        var root = Value(Next(), depth: 0);
        Next(); // the end of the document
        return Next() is not StreamEnd ? throw NoMap()
            : root is FrontScalar { Text: null } ? new(firstLine, [])
            : root as FrontMap ?? throw NoMap();
    }

    private FrontValue Value(ParsingEvent start, int depth)
    {
        var line = Line(start.Start);
        if (depth > FrontMatter.MaxDepth)
        {
            throw FrontMatter.TooDeep(line);
        }

        // An alias repeats a node; nested ones grow without bound, so none is followed.
        if (start is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
        {
            throw new FrontMatterFault(line, "anchors and aliases (& and *) are not supported in front matter; quote the text if it starts with one of them");
        }

        return start switch
        {
            Scalar scalar => new FrontScalar(line, scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" } ? null : scalar.Value),
            SequenceStart => new FrontList(line, Items(depth)),
            MappingStart => new FrontMap(line, Members(depth)),
            _ => throw new FrontMatterFault(line, "this YAML construct is not supported in front matter"),
        };
    }

    private List<FrontValue> Items(int depth)
    {
        List<FrontValue> items = [];
        for (var next = Next(); next is not SequenceEnd; next = Next())
        {
            items.Add(Value(next, depth + 1));
        }

        return items;
    }

    private List<FrontMember> Members(int depth)
    {
        List<FrontMember> members = [];
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var next = Next(); next is not MappingEnd; next = Next())
        {
            var line = Line(next.Start);
            var key = (Value(next, depth + 1) as FrontScalar)?.Text ?? throw new FrontMatterFault(line, "a key must be a word");
            if (!keys.Add(key))
            {
                throw new FrontMatterFault(line, $"the front matter is not valid YAML: the key '{key}' is given twice");
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
            throw new FrontMatterFault(Line(parser.Current!.Start), $"the front matter has more than {MaxEvents:N0} keys, values and brackets");
        }

        return parser.MoveNext() ? parser.Current! : throw NoMap();
    }

    private FrontMatterFault NoMap() => new(firstLine, "the front matter must be a list of keys with their values");

    private int Line(Mark mark) => Math.Max((int)mark.Line, 1) + firstLine - 1;
}
