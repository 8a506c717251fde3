using ContentApi.Stories;
namespace ContentApi.Importing {
  internal enum Severity { Error, Warning }
  internal sealed record Finding(Severity Severity, int? Line, string Message);
  internal sealed record ReadResult(ContentApi.Authoring.StoryDocument? Document, IReadOnlyList<Finding> Findings);
  internal static class DocumentReader { public static ReadResult Read(byte[] b, string n, TimeZoneInfo z) => new(new() { Title = n, Body = "" }, []); }
}
