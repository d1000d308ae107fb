package dev.reckon.bench.index;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Locale;

/// Draws line pictures as SVG.
final class Picture {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int MARGIN = 52;
    private static final String[] COLORS = {
        "#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#17becf", "#7f7f7f"
    };

    /// One curve; both arrays have the same length.
    @SuppressWarnings("ArrayRecordComponent")
    record Curve(String name, double[] x, double[] y) {}

    private Picture() {}

    /// Returns the picture of the curves.
    ///
    /// @param logarithmic whether both axes are
    static String draw(
            String title, String xTitle, String yTitle, List<Curve> curves, boolean logarithmic) {
        double[] x = range(curves.stream().map(Curve::x).toList(), logarithmic);
        double[] y = range(curves.stream().map(Curve::y).toList(), logarithmic);
        StringBuilder svg = new StringBuilder();
        svg.append(
                text(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"sans-serif\" font-size=\"12\">%n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                        WIDTH, HEIGHT));
        label(svg, WIDTH / 2, 20, "middle", title);
        label(svg, WIDTH / 2, HEIGHT - 10, "middle", xTitle);
        label(svg, 8, 36, "start", yTitle);
        axes(svg, x, y, logarithmic);
        for (int i = 0; i < curves.size(); i++) {
            String color = COLORS[i % COLORS.length];
            Curve curve = curves.get(i);
            svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"" + color + "\"");
            svg.append(" points=\"");
            for (int point = 0; point < curve.x.length; point++) {
                double px = at(curve.x[point], x, logarithmic);
                double py = at(curve.y[point], y, logarithmic);
                svg.append(
                        text(
                                "%.1f,%.1f ",
                                MARGIN + px * (WIDTH - 2 * MARGIN),
                                HEIGHT - MARGIN - py * (HEIGHT - 2 * MARGIN)));
            }
            svg.append("\"/>\n");
            svg.append("<g fill=\"" + color + "\">");
            label(svg, MARGIN + 8, 56 + 15 * i, "start", curve.name);
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private static void axes(StringBuilder svg, double[] x, double[] y, boolean logarithmic) {
        svg.append(
                text(
                        "<path fill=\"none\" stroke=\"black\" d=\"M%d %dV%dH%d\"/>%n",
                        MARGIN, MARGIN, HEIGHT - MARGIN, WIDTH - MARGIN));
        for (int tick = 0; tick <= 4; tick++) {
            double part = tick / 4.0;
            int px = (int) (MARGIN + part * (WIDTH - 2 * MARGIN));
            int py = (int) (HEIGHT - MARGIN - part * (HEIGHT - 2 * MARGIN));
            label(svg, px, HEIGHT - MARGIN + 16, "middle", number(value(part, x, logarithmic)));
            label(svg, MARGIN - 4, py + 4, "end", number(value(part, y, logarithmic)));
        }
    }

    private static String number(double value) {
        return value >= 1e5 || (value != 0 && value < 0.1)
                ? text("%.1e", value)
                : text("%.1f", value);
    }

    private static double[] range(List<double[]> all, boolean logarithmic) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (double[] values : all) {
            for (double value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return new double[] {logarithmic ? low : Math.min(low, 0), high > low ? high : low + 1};
    }

    private static double at(double value, double[] range, boolean logarithmic) {
        return logarithmic
                ? Math.log(value / range[0]) / Math.log(range[1] / range[0])
                : (value - range[0]) / (range[1] - range[0]);
    }

    private static double value(double part, double[] range, boolean logarithmic) {
        return logarithmic
                ? range[0] * Math.pow(range[1] / range[0], part)
                : range[0] + part * (range[1] - range[0]);
    }

    private static void label(StringBuilder svg, int x, int y, String anchor, String label) {
        svg.append(
                text(
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
                        x, y, anchor, label.replace("&", "&amp;").replace("<", "&lt;")));
    }

    @FormatMethod
    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
