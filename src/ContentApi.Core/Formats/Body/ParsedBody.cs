using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>A body parsed into sections and blocks, whose ids are still empty.</summary>
/// <param name="Sections">The sections.</param>
/// <param name="Warnings">Messages about content that could not be kept as written.</param>
/// <param name="ExceededLimits">Messages about exceeded limits, with their lines. A body that exceeds a limit is rejected.</param>
internal sealed record ParsedBody(IReadOnlyList<Section> Sections, IReadOnlyList<string> Warnings, IReadOnlyList<string> ExceededLimits);
