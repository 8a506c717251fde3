using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Web.Problems;

namespace ContentApi.Web.Validation;

/// <summary>
/// Parses JSON strictly. Rejects unknown and duplicate members, wrong types, null where it is not allowed, and text that PostgreSQL cannot
/// store (U+0000, unpaired surrogates). Reports all faults together, under paths such as `takeaways[1].statement`.
/// A missing member is not a fault: it keeps its default, and the validator checks whether it is required.
/// </summary>
/// <remarks>
/// <see cref="JsonSerializerOptions.Strict"/> reports only the first fault, names .NET types, and accepts U+0000 and null items. A JSON
/// Schema reports all faults, but also accepts U+0000 and repeated members, and has no suggestions.
/// </remarks>
internal static class StrictJson
{
    /// <summary>Path of faults that concern the whole body.</summary>
    public const string BodyPath = "body";

    /// <summary>Maximum length of a member's name in the path of a fault, in characters.</summary>
    private const int MaxNameLength = 100;

    /// <summary>
    /// The scalar types of request bodies, with what a value must be and whether it is. The checks do not throw, because a body can have a
    /// million faults.
    /// </summary>
    private static readonly Dictionary<Type, (string Expected, Func<JsonElement, bool> IsValid)> Scalars = new()
    {
        [typeof(JsonElement)] = ("valid", _ => true),
        [typeof(string)] = ("a string", json => json.ValueKind == JsonValueKind.String),
        [typeof(bool)] = ("true or false", json => json.ValueKind is JsonValueKind.True or JsonValueKind.False),
        [typeof(int)] = ("a whole number", json => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out _)),
        [typeof(long)] = ("a whole number", json => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _)),
        [typeof(Guid)] = ("a UUID", json => json.ValueKind == JsonValueKind.String && json.TryGetGuid(out _)),
        [typeof(DateTimeOffset)] = (
            "an RFC 3339 date-time with an offset, such as 2025-08-26T06:00:00Z",
            json => json.ValueKind == JsonValueKind.String && InstantConverter.TryParse(json.GetString()!, out _)),
    };

    /// <summary>Gets the serializer options.</summary>
    /// <remarks>
    /// They use reflection, because source-generated code sets every `init` member: a missing member would lose its default, such as [].
    /// </remarks>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    public static (T? Value, ProblemResult? Problem) Parse<T>(ReadOnlyMemory<byte> utf8)
        where T : class
    {
        using var document = Read(utf8, out var problem);
        return document is null ? (null, problem) : Parse<T>(document.RootElement);
    }

    public static (T? Value, ProblemResult? Problem) Parse<T>(JsonElement json)
        where T : class
    {
        var faults = new FaultList();
        CheckValue(json, typeof(T), nullable: false, path: null, faults);
        return faults.IsEmpty ? (json.Deserialize<T>(Options), null) : (null, faults.ToProblem());
    }

    /// <summary>Returns the names of the members of a valid body's type that are `required` in C#, and that the body does not have.</summary>
    public static IReadOnlyList<string> FindMissingMembers<T>(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return typeof(T).GetProperties()
            .Where(member => member.GetCustomAttribute<RequiredMemberAttribute>() is not null)
            .Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name))
            .Where(name => !document.RootElement.TryGetProperty(name, out _))
            .ToList();
    }

    /// <summary>Parses an object with arbitrary members.</summary>
    public static (JsonElement Value, ProblemResult? Problem) ParseObject(ReadOnlyMemory<byte> utf8)
    {
        var (members, problem) = Parse<Dictionary<string, JsonElement>>(utf8);
        return (JsonSerializer.SerializeToElement(members), problem);
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            RespectNullableAnnotations = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new InstantConverter() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AllowMissingMembers } },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void AllowMissingMembers(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            member.IsRequired = false;
        }
    }

    private static JsonDocument? Read(ReadOnlyMemory<byte> utf8, out ProblemResult? problem)
    {
        try
        {
            problem = null;
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException e)
        {
            problem = new InvalidRequestProblem(BodyPath, $"is not JSON (RFC 8259): line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
            return null;
        }
    }

    private static void CheckValue(JsonElement json, Type type, bool nullable, MemberPath? path, FaultList faults)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            (type, nullable) = (underlying, true);
        }

        var typeInfo = type == typeof(JsonElement) ? InferTypeInfo(json.ValueKind) : Options.GetTypeInfo(type);
        var fault = json.ValueKind == JsonValueKind.Null && type != typeof(JsonElement) ? (nullable ? null : "must not be null.") : typeInfo.Kind switch
        {
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => json.ValueKind == JsonValueKind.Object ? CheckMembers(json, typeInfo, path, faults) : "must be an object.",
            JsonTypeInfoKind.Enumerable => json.ValueKind == JsonValueKind.Array ? CheckItems(json, typeInfo.ElementType!, path, faults) : "must be an array.",
            _ => CheckScalar(json, type),
        };
        if (fault is not null)
        {
            faults.Add(() => MemberPath.Format(path), () => fault);
        }
    }

    /// <summary>Returns the type information for JSON that has no declared type.</summary>
    private static JsonTypeInfo InferTypeInfo(JsonValueKind kind) => Options.GetTypeInfo(kind switch
    {
        JsonValueKind.Object => typeof(Dictionary<string, JsonElement>),
        JsonValueKind.Array => typeof(List<JsonElement>),
        _ => typeof(JsonElement),
    });

    /// <summary>
    /// Checks the members of an object. Adds their faults to <paramref name="faults"/>, and returns a fault of the object itself.
    /// </summary>
    private static string? CheckMembers(JsonElement json, JsonTypeInfo typeInfo, MemberPath? parent, FaultList faults)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        HashSet<string> repeated = new(StringComparer.Ordinal);
        var members = typeInfo.Properties.Where(candidate => candidate.Set is not null);
        foreach (var property in json.EnumerateObject())
        {
            if (!IsStorableText(JsonMarshal.GetRawUtf8PropertyName(property)))
            {
                return "must not contain U+0000 or unpaired surrogates in member names.";
            }

            var name = property.Name;
            var path = new MemberPath(parent, name, Index: -1);
            var member = members.FirstOrDefault(candidate => candidate.Name == name);
            if (!seen.Add(name))
            {
                if (repeated.Add(name))
                {
                    faults.Add(() => MemberPath.Format(path), () => "appears more than once.");
                }
            }
            else if (member is not null || typeInfo.Kind == JsonTypeInfoKind.Dictionary)
            {
                CheckValue(property.Value, member?.PropertyType ?? typeInfo.ElementType!, member?.IsSetNullable == true, path, faults);
            }
            else
            {
                faults.Add(() => MemberPath.Format(path), () => NameSuggester.DescribeUnknown("member", name, members.Select(candidate => candidate.Name)));
            }
        }

        return null;
    }

    /// <summary>Checks the items of a list. Rejects null, which the serializer allows in lists of non-nullable references.</summary>
    private static string? CheckItems(JsonElement json, Type type, MemberPath? parent, FaultList faults)
    {
        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            CheckValue(item, type, nullable: false, new(parent, Name: null, index++), faults);
        }

        return null;
    }

    private static string? CheckScalar(JsonElement json, Type type)
    {
        if (json.ValueKind == JsonValueKind.String && !IsStorableText(JsonMarshal.GetRawUtf8Value(json)))
        {
            return "must not contain U+0000 or unpaired surrogates.";
        }

        if (type.IsEnum)
        {
            var names = Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray();
            return json.ValueKind == JsonValueKind.String && names.Contains(json.GetString()) ? null : $"must be one of {string.Join(", ", names)}.";
        }

        var (expected, isValid) = Scalars[type];
        return isValid(json) ? null : $"must be {expected}.";
    }

    /// <summary>
    /// Returns whether PostgreSQL can store the raw JSON text: valid UTF-8 without U+0000, escaped or not, and without unpaired escaped
    /// surrogates.
    /// </summary>
    private static bool IsStorableText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        var isAfterHighSurrogate = false;
        for (int index; (index = json.IndexOf((byte)'\\')) >= 0;)
        {
            if (index > 0 && isAfterHighSurrogate)
            {
                return false;
            }

            var isUnicode = json[index + 1] == 'u';
            var codeUnit = isUnicode ? (char)int.Parse(json.Slice(index + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : ' ';
            if (codeUnit == '\0' || char.IsLowSurrogate(codeUnit) != isAfterHighSurrogate)
            {
                return false;
            }

            isAfterHighSurrogate = char.IsHighSurrogate(codeUnit);
            json = json[(index + (isUnicode ? 6 : 2))..];
        }

        return !isAfterHighSurrogate;
    }

    /// <summary>
    /// The location of a fault: a member or item of its parent. It is formatted only for faults that are listed, because a body can have a
    /// million faults.
    /// </summary>
    private sealed record MemberPath(MemberPath? Parent, string? Name, int Index)
    {
        public static string Format(MemberPath? path) => path is null ? BodyPath
            : path.Name is null ? string.Create(CultureInfo.InvariantCulture, $"{Format(path.Parent)}[{path.Index}]")
            : $"{(path.Parent is null ? "" : $"{Format(path.Parent)}.")}{(path.Name.Length > MaxNameLength ? $"{path.Name.AsSpan(0, MaxNameLength)}…" : path.Name)}";
    }
}
