using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>Parses YAML from the events of YamlDotNet's parser, and checks depth and size at each event.</summary>
/// <remarks>
/// Loading YamlDotNet's node tree would overflow the stack on many unclosed brackets, and be very slow on many closed brackets.
/// </remarks>
internal sealed class YamlFrontMatterParser
{
    /// <summary>
    /// Maximum number of YAML events: one for each scalar, including keys, two for each mapping and sequence (start and end), four for the
    /// stream and the document. Front matter with the maximum numbers of takeaways, recommendations and topics has about 1,000 events.
    /// </summary>
    private const int MaxEvents = 20_000;

    private readonly Parser parser;
    private readonly int firstLine;
    private readonly CancellationToken cancellationToken;
    private int eventCount;

    public YamlFrontMatterParser(string text, int firstLine, CancellationToken cancellationToken) =>
        (parser, this.firstLine, this.cancellationToken) = (new Parser(new StringReader(text)), firstLine, cancellationToken);

    public FrontMatterMap Parse()
    {
        try
        {
            return ParseDocument();
        }
        catch (YamlException e)
        {
            throw new FrontMatterException(GetFileLine(e.Start), $"the front matter is not valid YAML: {(e.InnerException ?? e).Message}");
        }
        catch (Exception e) when (e is not (FrontMatterException or OperationCanceledException))
        {
            // For an unclosed bracket, YamlDotNet may throw an exception that is not a YamlException, such as the InvalidOperationException
            // of popping an empty stack.
            throw new FrontMatterException(GetFileLine(parser.Current?.End ?? Mark.Empty), $"the front matter is not valid YAML; check for an unclosed bracket or quote ({e.Message})");
        }
    }

    private FrontMatterMap ParseDocument()
    {
        ReadEvent(); // the start of the stream
        if (ReadEvent() is StreamEnd)
        {
            return new(firstLine, []);
        }

        var root = ParseValue(ReadEvent(), depth: 0);
        ReadEvent(); // the end of the document
        return ReadEvent() is not StreamEnd ? throw CreateNotMapException()
            : root is FrontMatterScalar { Text: null } ? new(firstLine, [])
            : root as FrontMatterMap ?? throw CreateNotMapException();
    }

    private FrontMatterValue ParseValue(ParsingEvent parsingEvent, int depth)
    {
        var line = GetFileLine(parsingEvent.Start);
        if (depth > FrontMatterParser.MaxDepth)
        {
            throw FrontMatterParser.CreateTooDeepException(line);
        }

        // Nested aliases expand without bound, so aliases are rejected.
        if (parsingEvent is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
        {
            throw new FrontMatterException(line, "anchors and aliases (& and *) are not supported in front matter; put a value that starts with & or * in quotes");
        }

        return parsingEvent switch
        {
            Scalar scalar => new FrontMatterScalar(line, scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" } ? null : scalar.Value),
            SequenceStart => new FrontMatterList(line, ParseItems(depth)),
            MappingStart => new FrontMatterMap(line, ParseMembers(depth)),
            _ => throw new FrontMatterException(line, "this YAML construct is not supported in front matter"),
        };
    }

    private List<FrontMatterValue> ParseItems(int depth)
    {
        List<FrontMatterValue> items = [];
        for (var parsingEvent = ReadEvent(); parsingEvent is not SequenceEnd; parsingEvent = ReadEvent())
        {
            items.Add(ParseValue(parsingEvent, depth + 1));
        }

        return items;
    }

    private List<FrontMatterMember> ParseMembers(int depth)
    {
        List<FrontMatterMember> members = [];
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var parsingEvent = ReadEvent(); parsingEvent is not MappingEnd; parsingEvent = ReadEvent())
        {
            var line = GetFileLine(parsingEvent.Start);
            var key = (ParseValue(parsingEvent, depth + 1) as FrontMatterScalar)?.Text ?? throw new FrontMatterException(line, "a key of the front matter must be a string");
            if (!keys.Add(key))
            {
                throw new FrontMatterException(line, $"the front matter is not valid YAML: the key '{key}' appears more than once");
            }

            members.Add(new(key, line, ParseValue(ReadEvent(), depth + 1)));
        }

        return members;
    }

    private ParsingEvent ReadEvent()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (++eventCount > MaxEvents)
        {
            throw new FrontMatterException(GetFileLine(parser.Current!.Start), $"the front matter has more than {MaxEvents:N0} keys, values and brackets");
        }

        return parser.MoveNext() ? parser.Current! : throw CreateNotMapException();
    }

    private FrontMatterException CreateNotMapException() => new(firstLine, "the front matter must consist of keys and values, such as title: My Story");

    private int GetFileLine(Mark mark) => Math.Max((int)mark.Line, 1) + firstLine - 1;
}
