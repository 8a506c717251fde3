using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace ContentApi.Http;

/// <summary>
/// JSON taken literally: a member that is unknown or repeated, a wrong type, a null where none is allowed, text that PostgreSQL cannot
/// hold (U+0000, half of a surrogate pair) are faults, all of them told at once under paths such as `takeaways[1].statement`.
/// A member that is missing is none: it stays at its default, and the validator says whether it is needed.
/// </summary>
internal static partial class StrictJson
{
    /// <summary>Where a fault of the whole body is told.</summary>
    public const string Root = "body";

    private const int MaxFaults = 100;

    /// <summary>
    /// By reflection, because generated code sets every `init` member: one that is missing would lose its default (`Topics` = []).
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Create();

    public static (T? Value, ProblemResult? Fault) Parse<T>(ReadOnlyMemory<byte> utf8)
        where T : class
    {
        using var document = Read(utf8, out var fault);
        return document is null ? (null, fault) : Parse<T>(document.RootElement);
    }

    public static (T? Value, ProblemResult? Fault) Parse<T>(JsonElement json)
        where T : class
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Check(json, typeof(T), nullable: false, "", faults);
        return faults.Count > 0 ? (null, Answer(faults)) : (json.Deserialize<T>(Options), null);
    }

    /// <summary>An object of any members.</summary>
    public static (JsonElement Value, ProblemResult? Fault) ParseObject(ReadOnlyMemory<byte> utf8)
    {
        using var document = Read(utf8, out var fault);
        if (document is null)
        {
            return (default, fault);
        }

        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Check(document.RootElement, typeof(Dictionary<string, JsonElement?>), nullable: false, "", faults);
        return faults.Count > 0 ? (default, Answer(faults)) : (document.RootElement.Clone(), null);
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            RespectNullableAnnotations = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveMissingMembersToTheValidator } },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void LeaveMissingMembersToTheValidator(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            member.IsRequired = false;
        }
    }

    private static JsonDocument? Read(ReadOnlyMemory<byte> utf8, out ProblemResult? fault)
    {
        try
        {
            fault = null;
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException e)
        {
            fault = new InvalidRequest(Root, $"is not JSON (RFC 8259): line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
            return null;
        }
    }

    private static ProblemResult Answer(Dictionary<string, string[]> faults) =>
        new(ProblemKind.InvalidRequest, string.Join(' ', faults.Select(fault => $"{fault.Key} {fault.Value[0]}")), faults);

    private static void Check(JsonElement json, Type type, bool nullable, string path, Dictionary<string, string[]> faults)
    {
        if (faults.Count >= MaxFaults)
        {
            return;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            (type, nullable) = (underlying, true);
        }

        var shape = type == typeof(JsonElement) ? AnyShape(json.ValueKind) : Options.GetTypeInfo(type);
        var fault = json.ValueKind == JsonValueKind.Null && type != typeof(JsonElement) ? (nullable ? null : "must not be null.") : shape.Kind switch
        {
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => json.ValueKind == JsonValueKind.Object ? CheckMembers(json, shape, path, faults) : "must be an object.",
            JsonTypeInfoKind.Enumerable => json.ValueKind == JsonValueKind.Array ? CheckItems(json, shape.ElementType!, path, faults) : "must be an array.",
            _ => Fault(json, type),
        };
        Add(faults, path, fault);
    }

    /// <summary>The shape of JSON that no type describes.</summary>
    private static JsonTypeInfo AnyShape(JsonValueKind kind) => Options.GetTypeInfo(kind switch
    {
        JsonValueKind.Object => typeof(Dictionary<string, JsonElement?>),
        JsonValueKind.Array => typeof(List<JsonElement>),
        _ => typeof(JsonElement),
    });

    private static string? CheckMembers(JsonElement json, JsonTypeInfo shape, string path, Dictionary<string, string[]> faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var given in json.EnumerateObject())
        {
            if (!TryText(() => given.Name, out var name))
            {
                return "has a member whose name is not text: U+0000 or half of a surrogate pair.";
            }

            var place = path.Length == 0 ? name : $"{path}.{name}";
            if (!seen.Add(name))
            {
                Add(faults, place, "is given more than once.");
            }
            else if (shape.Kind == JsonTypeInfoKind.Dictionary)
            {
                Check(given.Value, shape.ElementType!, nullable: false, place, faults);
            }
            else if (shape.Properties.FirstOrDefault(candidate => candidate.Name == name && candidate.Set is not null) is { } member)
            {
                Check(given.Value, member.PropertyType, member.IsSetNullable, place, faults);
            }
            else
            {
                Add(faults, place, Suggestion.Unknown("member", name, shape.Properties.Where(candidate => candidate.Set is not null).Select(candidate => candidate.Name)));
            }
        }

        return null;
    }

    /// <summary>No list of ours holds nulls, which the serialiser's own check would let through.</summary>
    private static string? CheckItems(JsonElement json, Type type, string path, Dictionary<string, string[]> faults)
    {
        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            Check(item, type, nullable: false, string.Create(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? Root : path)}[{index++}]"), faults);
        }

        return null;
    }

    private static string? Fault(JsonElement json, Type type)
    {
        if (json.ValueKind == JsonValueKind.String && !TryText(() => json.GetString()!, out _))
        {
            return "has a character that is none: U+0000 or half of a surrogate pair.";
        }

        if (type == typeof(JsonElement))
        {
            return null;
        }

        if (type == typeof(DateTimeOffset) || type == typeof(DateTime))
        {
            return json.ValueKind == JsonValueKind.String && Instant().IsMatch(json.GetString()!) && Fits(json, type)
                ? null
                : "must be an instant with its offset (RFC 3339), such as 2025-08-26T06:00:00Z.";
        }

        if (type.IsEnum)
        {
            var names = Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray();
            return json.ValueKind == JsonValueKind.String && names.Contains(json.GetString()) ? null : $"must be one of {string.Join(", ", names)}.";
        }

        return Fits(json, type) ? null
            : type == typeof(string) || type == typeof(Uri) ? "must be a string."
            : type == typeof(bool) ? "must be true or false."
            : type == typeof(Guid) ? "must be a UUID."
            : type == typeof(DateOnly) ? "must be a date such as 2025-08-26."
            : type == typeof(int) || type == typeof(long) ? "must be a whole number."
            : type == typeof(double) || type == typeof(decimal) ? "must be a number."
            : "has not the form that it must have.";
    }

    private static bool Fits(JsonElement json, Type type)
    {
        try
        {
            return json.Deserialize(type, Options) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether it is text that can be stored. The reader throws on escapes that are half of a pair, and on bytes that are not UTF-8.</summary>
    private static bool TryText(Func<string> read, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = read();
            return !text.Contains('\0');
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    private static void Add(Dictionary<string, string[]> faults, string path, string? fault)
    {
        if (fault is not null && faults.Count < MaxFaults)
        {
            faults.TryAdd(path.Length == 0 ? Root : path, [fault]);
        }
    }

    [GeneratedRegex(@"^[0-8]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Instant();
}
