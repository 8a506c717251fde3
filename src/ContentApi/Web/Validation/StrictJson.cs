using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using ContentApi.Core.Text;
using ContentApi.Web.Problems;

namespace ContentApi.Web.Validation;

/// <summary>
/// Parses JSON strictly. Rejects unknown and duplicate members, wrong types, null where it is not allowed, and text that PostgreSQL cannot
/// store (U+0000, unpaired surrogates). Reports all faults together, under paths such as `takeaways[1].statement`.
/// A missing member is not a fault: it keeps its default, and the validator checks whether it is required.
/// </summary>
internal static partial class StrictJson
{
    /// <summary>Path of faults that concern the whole body.</summary>
    public const string Root = "body";

    /// <summary>Maximum length of a member's name in the path of a fault, in characters.</summary>
    private const int MaxName = 100;

    /// <summary>Gets the serializer options.</summary>
    /// <remarks>
    /// They use reflection, because source-generated code sets every `init` member: a missing one would lose its default (`Topics` = []).
    /// </remarks>
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
        var faults = new FaultList();
        Check(json, typeof(T), nullable: false, place: null, faults);
        return faults.IsEmpty ? (json.Deserialize<T>(Options), null) : (null, faults.ToProblem());
    }

    /// <summary>Parses an object with arbitrary members.</summary>
    public static (JsonElement Value, ProblemResult? Fault) ParseObject(ReadOnlyMemory<byte> utf8)
    {
        using var document = Read(utf8, out var fault);
        if (document is null)
        {
            return (default, fault);
        }

        var faults = new FaultList();
        Check(document.RootElement, typeof(Dictionary<string, JsonElement?>), nullable: false, place: null, faults);
        return faults.IsEmpty ? (document.RootElement.Clone(), null) : (default, faults.ToProblem());
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
            fault = new InvalidRequestProblem(Root, $"is not JSON (RFC 8259): line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
            return null;
        }
    }

    private static void Check(JsonElement json, Type type, bool nullable, Place? place, FaultList faults)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            (type, nullable) = (underlying, true);
        }

        var shape = type == typeof(JsonElement) ? AnyShape(json.ValueKind) : Options.GetTypeInfo(type);
        var fault = json.ValueKind == JsonValueKind.Null && type != typeof(JsonElement) ? (nullable ? null : "must not be null.") : shape.Kind switch
        {
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => json.ValueKind == JsonValueKind.Object ? CheckMembers(json, shape, place, faults) : "must be an object.",
            JsonTypeInfoKind.Enumerable => json.ValueKind == JsonValueKind.Array ? CheckItems(json, shape.ElementType!, place, faults) : "must be an array.",
            _ => Fault(json, type),
        };
        if (fault is not null)
        {
            faults.Add(() => Place.Write(place), () => fault);
        }
    }

    /// <summary>Returns the type information for JSON that has no declared type.</summary>
    private static JsonTypeInfo AnyShape(JsonValueKind kind) => Options.GetTypeInfo(kind switch
    {
        JsonValueKind.Object => typeof(Dictionary<string, JsonElement?>),
        JsonValueKind.Array => typeof(List<JsonElement>),
        _ => typeof(JsonElement),
    });

    private static string? CheckMembers(JsonElement json, JsonTypeInfo shape, Place? parent, FaultList faults)
    {
        var seen = new Dictionary<string, bool>(StringComparer.Ordinal); // by name: whether its duplicate is reported
        foreach (var given in json.EnumerateObject())
        {
            if (!IsText(JsonMarshal.GetRawUtf8PropertyName(given)))
            {
                return "has a member name that contains U+0000 or an unpaired surrogate.";
            }

            var name = given.Name;
            var place = new Place(parent, name, Index: -1);
            if (!seen.TryAdd(name, false))
            {
                if (!seen[name])
                {
                    seen[name] = true;
                    faults.Add(() => Place.Write(place), () => "is given more than once.");
                }
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
                faults.Add(
                    () => Place.Write(place),
                    () => NameSuggester.DescribeUnknown("member", name, shape.Properties.Where(candidate => candidate.Set is not null).Select(candidate => candidate.Name)));
            }
        }

        return null;
    }

    /// <summary>Checks the items of a list. Rejects null, which the serializer allows in lists of non-nullable references.</summary>
    private static string? CheckItems(JsonElement json, Type type, Place? parent, FaultList faults)
    {
        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            Check(item, type, nullable: false, new(parent, Name: null, index++), faults);
        }

        return null;
    }

    private static string? Fault(JsonElement json, Type type)
    {
        if (json.ValueKind == JsonValueKind.String && !IsText(JsonMarshal.GetRawUtf8Value(json)))
        {
            return "contains U+0000 or an unpaired surrogate.";
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

    /// <summary>
    /// Returns whether a value can be deserialized to a type. Checks common types without exceptions, because a body can have a million
    /// faults.
    /// </summary>
    private static bool Fits(JsonElement json, Type type) =>
        type == typeof(string) ? json.ValueKind == JsonValueKind.String
        : type == typeof(bool) ? json.ValueKind is JsonValueKind.True or JsonValueKind.False
        : type == typeof(Guid) ? json.ValueKind == JsonValueKind.String && json.TryGetGuid(out _)
        : type == typeof(int) ? json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out _)
        : type == typeof(long) ? json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _)
        : json.ValueKind is JsonValueKind.String or JsonValueKind.Number && Deserializes(json, type);

    private static bool Deserializes(JsonElement json, Type type)
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

    /// <summary>
    /// Returns whether PostgreSQL can store the raw JSON text: valid UTF-8 without U+0000, escaped or not, and without unpaired escaped
    /// surrogates.
    /// </summary>
    private static bool IsText(ReadOnlySpan<byte> raw)
    {
        if (!Utf8.IsValid(raw))
        {
            return false;
        }

        var high = false;
        for (int at; (at = raw.IndexOf((byte)'\\')) >= 0;)
        {
            if (at > 0 && high)
            {
                return false;
            }

            var isUnicode = raw[at + 1] == 'u';
            var unit = isUnicode ? (char)int.Parse(raw.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : ' ';
            if (unit == '\0' || char.IsLowSurrogate(unit) != high)
            {
                return false;
            }

            high = char.IsHighSurrogate(unit);
            raw = raw[(at + (isUnicode ? 6 : 2))..];
        }

        return !high;
    }

    /// <summary>
    /// The location of a fault: a member or item of its parent. It is formatted only for faults that are listed, because a body can have a
    /// million.
    /// </summary>
    private sealed record Place(Place? Parent, string? Name, int Index)
    {
        public static string Write(Place? place) => place is null ? Root
            : place.Name is null ? string.Create(CultureInfo.InvariantCulture, $"{Write(place.Parent)}[{place.Index}]")
            : $"{(place.Parent is null ? "" : $"{Write(place.Parent)}.")}{(place.Name.Length > MaxName ? $"{place.Name.AsSpan(0, MaxName)}…" : place.Name)}";
    }

    [GeneratedRegex(@"^[0-8]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Instant();
}
